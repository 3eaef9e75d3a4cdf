/** The report of a run: one page of HTML that needs nothing else. */
@NullMarked
package io.cohort.observe.internal.report;

import org.jspecify.annotations.NullMarked;
