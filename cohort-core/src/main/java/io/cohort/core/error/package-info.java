/** The one tree of errors: what was wrong, where, the rule, and how to mend it. */
@NullMarked
package io.cohort.core.error;

import org.jspecify.annotations.NullMarked;
