/** What the documents say is held against what the command does. */
package io.cohort.cli.docs;
