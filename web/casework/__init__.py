"""The pages 今天, 登记 and one item: plain HTML whose forms are made from the steps of casework (办理)."""
