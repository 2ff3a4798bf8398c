"""Opening hours of every regime, as properties draw them."""

from hypothesis import strategies as st

from tests.analytics.plain_hours import DAYS, SPANS

# What is drawn alike each time is made once: to make a strategy costs more than to draw from it.
_SPAN = st.sampled_from(SPANS)
_ROW = st.builds(lambda days, span: f"{days} {span}", st.sampled_from(DAYS), _SPAN)
_ROWS = st.lists(_ROW, max_size=2, unique=True)
_HOURS = st.sampled_from(("none", "always", "rows", "rows", "rows", "rows"))
_ALWAYS = st.sampled_from((("24/7",), ("Mo-Su 00:00-24:00",), ("24/7", "PH off"), ("24/7", "SH off")))
_OF_REGIME = st.sampled_from(("nothing", "nothing", "off", "every day", "some days"))


@st.composite
def opening_hours(draw: st.DrawFn) -> tuple[str, ...]:
    """Opening hours of every regime; none is unknown."""
    kind = draw(_HOURS)
    if kind == "none":
        return ()
    if kind == "always":
        return draw(_ALWAYS)
    rows = draw(_ROWS)
    for regime in ("SD", "SH", "PH"):
        own = draw(_OF_REGIME)
        if own == "off":
            rows.append(f"{regime} off")
        elif own == "every day":
            rows.append(f"{regime} {draw(_SPAN)}")
        elif own == "some days":
            rows.append(f"{regime} {draw(_ROW)}")
    return tuple(rows) or (draw(_ROW),)
