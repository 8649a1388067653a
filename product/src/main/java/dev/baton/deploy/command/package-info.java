/**
 * Environments whose deploys, status and health are commands and HTTP addresses of the settings.
 *
 * <p>Every question is bounded in time and size: a command that does not end is killed with all it
 * started, an answer that is too long, redirects, or is not what was asked for is no healthy one.
 * Status and health commands run in the folder of baton.yaml, not in the commit's checkout.
 */
@NullMarked
package dev.baton.deploy.command;

import org.jspecify.annotations.NullMarked;
