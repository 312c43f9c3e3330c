package dev.finetuning.spring.observe;

import dev.finetuning.registry.RegistryEvent;
import dev.finetuning.registry.RegistryListener;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.LifecycleListener;
import dev.finetuning.spring.json.JsonValues;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** Counts what happens to runs and in the registry. */
final class Changes implements LifecycleListener, RegistryListener {
    private final MeterRegistry meters;

    Changes(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public void onChange(FineTuningRun run) {
        meters.counter(
                        "fine_tuning.run.changes",
                        "model",
                        run.name(),
                        "stage",
                        run.stage().name().toLowerCase(Locale.ROOT),
                        "status",
                        run.status().name().toLowerCase(Locale.ROOT))
                .increment();
    }

    @Override
    public void onEvent(RegistryEvent event) {
        meters.counter("fine_tuning.registry.events", "model", event.name(), "type", JsonValues.type(event))
                .increment();
    }
}
