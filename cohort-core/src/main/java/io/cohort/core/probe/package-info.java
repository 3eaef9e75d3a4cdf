/** What can be measured about a worker while it runs. */
@NullMarked
package io.cohort.core.probe;

import org.jspecify.annotations.NullMarked;
