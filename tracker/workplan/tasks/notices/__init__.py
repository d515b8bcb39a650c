"""Notices of dispatch (督办通知单): one numbered paper to each unit for all that it was given on a day."""
