"""The second process: what is sent, told and tidied up without anybody asking for it."""
