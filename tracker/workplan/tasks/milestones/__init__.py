"""Milestones (节点) of a task: by which day it has come how far."""
