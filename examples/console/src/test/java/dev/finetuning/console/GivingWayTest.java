package dev.finetuning.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.console.lane.GivingWay;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivingWayTest {
    private final List<Duration> rests = new ArrayList<>();

    @Test
    void step_afterAWhile_restsIfSomebodyWaits() throws Exception {
        GivingWay way = new GivingWay(rests::add);
        GivingWay.enter();
        try {
            TimeUnit.MILLISECONDS.sleep(5);
            way.step();
        } finally {
            GivingWay.leave();
        }
        assertThat(rests).hasSize(1);
    }

    @Test
    void step_afterAWhile_goesOnIfNobodyWaits() throws Exception {
        GivingWay way = new GivingWay(rests::add);
        TimeUnit.MILLISECONDS.sleep(5);
        way.step();
        assertThat(rests).isEmpty();
    }

    @Test
    void requests_thatAreAnsweredOrRefused_waitNoMore(@TempDir Path folder) throws Exception {
        try (RunningConsole console = RunningConsole.open(folder)) {
            for (String path : List.of("/", "/api/runs", "/datasets/none", "/api/datasets/none", "/nowhere")) {
                console.send(console.request(path).build());
            }
        }
        assertThat(GivingWay.waiting()).isZero();
    }
}
