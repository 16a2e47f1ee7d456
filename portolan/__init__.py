"""The command line: one module a command, each composing `plugin_api` and `engine`; no reasoning of its own."""


def __getattr__(name: str) -> str:
    """`__version__`, looked up when it is asked for: it costs more than the rest of what every command loads."""
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("portolan")
    except PackageNotFoundError:  # a checkout that nobody installed
        return "0+unknown"
