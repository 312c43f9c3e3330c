package support;

import dev.finetuning.chat.*;
import dev.finetuning.format.ColumnMapping;
import dev.finetuning.run.*;
import dev.finetuning.source.Csv;
import java.nio.file.Path;
import org.springframework.boot.*;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

@SpringBootApplication
class Support {
    public static void main(String[] args) {
        SpringApplication.run(Support.class, args);
    }

    @Bean
    ApplicationRunner train(FineTuningRuns runs, ChatModel support) {
        var columns = ColumnMapping.user("question").assistant("answer");
        var plan = RunPlan.builder("support", "local", Csv.of(Path.of("support.csv")), columns).build();
        return arguments -> System.out.println(runs.await(runs.resumeOrStart(plan)).status() + ": "
                + support.ask(ChatRequest.of("Where is my parcel?")).text());
    }
}
