/**
 * Mistral in the process, for applications' own tests: real HTTP requests of any client enter, answers as
 * Mistral gives them, and faults on demand, leave.
 */
package dev.finetuning.mistral.sandbox;
