/** Cohort used from Java, as a user would. */
@NullMarked
package io.cohort.examples;

import org.jspecify.annotations.NullMarked;
