/** How fast Cohort is on this machine: collectives beside a peer's, and training beside workers that do not communicate. */
@NullMarked
package io.cohort.bench;

import org.jspecify.annotations.NullMarked;
