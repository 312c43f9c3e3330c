/**
 * A provider of OpenAI's shape in the process, for applications' own tests: real HTTP requests of any client
 * enter, answers as OpenAI gives them, and faults on demand, leave.
 */
package dev.finetuning.openai.sandbox;
