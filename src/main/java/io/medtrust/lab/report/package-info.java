/** Reports of the lab for people: one self-contained page, plots as inline SVG, tables as text. */
package io.medtrust.lab.report;
