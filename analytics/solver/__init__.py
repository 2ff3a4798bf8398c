"""Linear and integer programs, solved by HiGHS (求解器)."""
