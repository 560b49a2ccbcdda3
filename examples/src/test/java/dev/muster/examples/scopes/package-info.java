/** The samples of the guide to task scopes. */
package dev.muster.examples.scopes;
