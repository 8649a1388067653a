/**
 * What an agent is to Baton: a command with limits, an environment and a prompt.
 *
 * <p>Agents are programs of others and their input is text of others. An agent gets the variables
 * of the allow-list and those its settings name, nothing else; no credential is ever passed by
 * default but a known program's own login at its vendor, as a copy ({@code AgentLogins}). Text of a
 * tracker and findings of other agents go into a prompt only inside a fence that the text cannot
 * close, and a template is substituted in one pass, so that a task cannot write into the template.
 *
 * <p>The package starts no process, writes no file and knows no store; what to start is an {@link
 * dev.baton.agents.AgentCommand}, and starting it is an effect.
 */
@NullMarked
package dev.baton.agents;

import org.jspecify.annotations.NullMarked;
