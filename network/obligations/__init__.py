"""The objects of continuing duties that follow from the network (义务的对象)."""
