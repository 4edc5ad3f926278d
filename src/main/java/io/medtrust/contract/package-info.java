/**
 * The API as a document: the one OpenAPI description, merged from the features' fragments, and the
 * checks of requests and answers against it. Pure but for reading its files from the class path.
 */
package io.medtrust.contract;
