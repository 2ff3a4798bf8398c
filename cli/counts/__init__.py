"""`tongxin counts`: the counts of children of a closed month (月度合计)."""
