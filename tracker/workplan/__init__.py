"""The flow: meetings → directives → tasks → progress → review; each stage knows only the earlier ones."""
