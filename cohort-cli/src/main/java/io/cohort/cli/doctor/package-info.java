/** What cohort doctor looks at on any machine; other rooms bring checks of their own. */
@NullMarked
package io.cohort.cli.doctor;

import org.jspecify.annotations.NullMarked;
