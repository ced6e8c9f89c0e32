"""What every service stands on. No word of the trade is known here but `agency` and `officer`, in `kit.directory`."""
