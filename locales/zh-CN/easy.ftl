easy-one = 🔢 也可以发数字1。
easy-two = 🔢 也可以发1或2。
easy-many = 🔢 也可以发数字1到{ $last }。
easy-voice = 🎤 这里不能用语音回答。请点按钮：
