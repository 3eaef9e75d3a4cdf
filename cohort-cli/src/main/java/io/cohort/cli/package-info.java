/** The cohort command: parses, runs, prints; never computes. */
@NullMarked
package io.cohort.cli;

import org.jspecify.annotations.NullMarked;
