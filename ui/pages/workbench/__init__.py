"""The rules workbench 规则工作台: a pack as a readable rule book and as text, tried on projects while it is written."""
