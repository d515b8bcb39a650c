"""What people are told: rows written in the deed's own transaction, sent later by the worker.

Recipients are known as id and address alone, so that every floor from the people upwards may tell.
"""
