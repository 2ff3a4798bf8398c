# The service alone; Neo4j runs beside it (docker-compose.yml).
# TONGXIN_WORKERS is the number of processes that serve, 1 by default (docs/production.md, step 7).
# The sentence model is fetched and verified when the image is built; without it the service matches characters only.
FROM python:3.11-slim AS sentences
WORKDIR /app
COPY requirements/local.txt requirements/local.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/local.txt
COPY knowledge ./knowledge
COPY graph_model ./graph_model
RUN mkdir /cache; TONGXIN_CACHE=/cache python -c "from graph_model import engine; engine.sentence_model(engine.Silent())" || true

FROM python:3.11-slim
RUN useradd --create-home --uid 10001 tongxin
WORKDIR /app
COPY requirements/service.txt requirements/service.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/service.txt
COPY pyproject.toml README.md ./
COPY knowledge knowledge
COPY network network
COPY graph_model graph_model
COPY analytics analytics
COPY loaders loaders
COPY api api
COPY web web
COPY cli cli
COPY --from=sentences --chown=tongxin /cache /home/tongxin/cache
# Compiled, parsed and checked here, once: whoever runs it may not write in /app, and each command would begin with all of it.
RUN python -m compileall -q knowledge network graph_model analytics loaders api web cli \
    && python -c "from cli.ask import questions; questions.rulebook()" \
    && (NEO4J_URI=bolt://127.0.0.1:9 NEO4J_PASSWORD=none python -m cli ask M01 2>/dev/null || true)
ENV TONGXIN_CACHE=/home/tongxin/cache PYTHONPATH=/app HOST=0.0.0.0 PORT=8000
RUN mkdir -p /home/tongxin/state && chown tongxin /home/tongxin/state
USER tongxin
EXPOSE 8000
CMD ["python", "-m", "cli", "serve"]
