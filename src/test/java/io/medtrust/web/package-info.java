/**
 * The pages in a real browser: their modules alone, and the pages against a whole node. Uses {@code
 * testing} for the browser.
 */
package io.medtrust.web;
