/** Words that must stay inside enter tests as keys and records; a sighting anywhere else fails the test. */
package dev.finetuning.secrecy;
