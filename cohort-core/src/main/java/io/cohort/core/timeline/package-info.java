/** When each rank did what: recorded in workers, joined in the launcher. */
@NullMarked
package io.cohort.core.timeline;

import org.jspecify.annotations.NullMarked;
