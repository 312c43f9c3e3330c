/** Takes runs and a provider that loses answers; kills the processes that work on them and counts what was paid twice. */
package dev.finetuning.openai.kill;
