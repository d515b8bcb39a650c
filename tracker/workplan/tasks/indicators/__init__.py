"""Indicators (指标) of a task: what is counted, from where to where."""
