/** A run's timeline for trace viewers. */
@NullMarked
package io.cohort.observe.internal.trace;

import org.jspecify.annotations.NullMarked;
