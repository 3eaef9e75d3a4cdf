/** What a run did: run directories and the terminal view. */
@NullMarked
package io.cohort.observe;

import org.jspecify.annotations.NullMarked;
