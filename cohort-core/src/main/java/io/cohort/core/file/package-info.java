/** Files that are never half written. */
@NullMarked
package io.cohort.core.file;

import org.jspecify.annotations.NullMarked;
