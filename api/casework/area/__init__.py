"""Questions on the children and items of an area (一个辖区)."""
