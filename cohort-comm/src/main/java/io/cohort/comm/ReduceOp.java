package io.cohort.comm;

/** How several ranks' elements become one. */
public enum ReduceOp {
    SUM,
    MAX,
    MIN
}
