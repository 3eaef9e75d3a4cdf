/** What will go wrong, found before it does. */
@NullMarked
package io.cohort.core.doctor;

import org.jspecify.annotations.NullMarked;
