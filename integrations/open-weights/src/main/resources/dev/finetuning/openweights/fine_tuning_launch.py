"""The processes that share a training. They know each other by the variables that torchrun sets (RANK, WORLD_SIZE)."""
import os

RANK, PROCESSES = int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))


def this_launch():
    """What the processes of one launch have in common, and others not."""
    names = ["MASTER_ADDR", "MASTER_PORT", "TORCHELASTIC_RUN_ID"]
    one_machine = os.environ.get("LOCAL_WORLD_SIZE", "") == str(PROCESSES)
    return ":".join([os.environ.get(name, "") for name in names] + [str(os.getppid()) if one_machine else ""])


def together():
    """Waits for the other processes."""
    if PROCESSES > 1:
        import torch.distributed
        torch.distributed.barrier()


def agreed(word):
    """What the first process says, to each of them."""
    if PROCESSES == 1:
        return word
    import torch.distributed
    words = [word]
    torch.distributed.broadcast_object_list(words, src=0)
    return words[0]
