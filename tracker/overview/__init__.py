"""Dashboards, lists and my work: reads every stage, writes nothing."""
