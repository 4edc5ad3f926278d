/**
 * Pages from measurements: result files in, blocks of Markdown and plots as SVG out. All but {@link
 * io.medtrust.lab.docs.DocsCommand} is a function of what it is given: no clock, no file.
 */
package io.medtrust.lab.docs;
