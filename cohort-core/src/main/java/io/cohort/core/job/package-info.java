/** The job reader: YAML with positions, defaults, nearest keys, and every problem at once. */
@NullMarked
package io.cohort.core.job;

import org.jspecify.annotations.NullMarked;
