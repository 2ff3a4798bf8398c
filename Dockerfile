# The service alone; Neo4j runs beside it (docker-compose.yml).
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
ENV PYTHONPATH=/app HOST=0.0.0.0 PORT=8000 PYTHONDONTWRITEBYTECODE=1
RUN mkdir -p /home/tongxin/state && chown tongxin /home/tongxin/state
USER tongxin
EXPOSE 8000
CMD ["python", "-m", "cli.main", "serve"]
