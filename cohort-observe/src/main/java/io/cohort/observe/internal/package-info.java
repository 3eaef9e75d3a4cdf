/** Probes that every worker runs. */
@NullMarked
package io.cohort.observe.internal;

import org.jspecify.annotations.NullMarked;
