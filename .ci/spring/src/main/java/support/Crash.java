package support;

import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.LifecycleListener;
import dev.finetuning.run.RunStage;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Ends the process as a power failure would, once the job exists and before it is followed. */
@Component
class Crash implements LifecycleListener {
    private final boolean wanted;

    Crash(@Value("${crash:false}") boolean wanted) {
        this.wanted = wanted;
    }

    @Override
    public void onChange(FineTuningRun run) {
        System.out.println("stage: " + run.id() + " " + run.stage());
        if (wanted && run.stage() == RunStage.TRAIN) {
            Runtime.getRuntime().halt(137);
        }
    }

    /** What the application's own mapper makes of a version. */
    @RestController
    static class Versions {
        private final ModelRegistry registry;

        Versions(ModelRegistry registry) {
            this.registry = registry;
        }

        @GetMapping("/version")
        ModelVersion version() {
            return registry.view().byAlias("support", Alias.PRODUCTION).orElseThrow();
        }
    }
}
