/** Figures of a run as Prometheus scrapes them. */
@NullMarked
package io.cohort.observe.internal.prometheus;

import org.jspecify.annotations.NullMarked;
