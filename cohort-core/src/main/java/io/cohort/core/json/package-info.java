/** The one place where JSON is set up. */
@NullMarked
package io.cohort.core.json;

import org.jspecify.annotations.NullMarked;
