"""Playbooks as they are kept, and the clients that follow one."""
