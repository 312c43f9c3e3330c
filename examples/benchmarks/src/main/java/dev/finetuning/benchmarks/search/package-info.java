/** Functions with known optima and a stored grid of trainings enter; how searches do on them beside Optuna leaves. */
@NullMarked
package dev.finetuning.benchmarks.search;

import org.jspecify.annotations.NullMarked;
