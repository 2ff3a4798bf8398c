"""Look-ups without any judgment, as single statements (单句查询)."""

from graph_model.rows import statements

DUTIES_OF, POINTS_OF = statements(__file__, "duties_of", "points_of")
