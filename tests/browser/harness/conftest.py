"""The programs in this folder run inside Streamlit; they are no tests."""

collect_ignore_glob = ["*.py"]
